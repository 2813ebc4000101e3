import type { Tx } from "@/lib/db/client";

export type LineageNode = {
  kind: "file" | "dataset" | "notebook" | "run" | "model" | "source" | "label-task";
  id: string;
};

/** Notes from what a thing was made, and how; once, however often it is told. */
export async function addEdge(
  tx: Tx,
  edge: { projectId: string; from: LineageNode; to: LineageNode; how: string },
): Promise<void> {
  const row = {
    projectId: edge.projectId,
    fromKind: edge.from.kind,
    fromId: edge.from.id,
    toKind: edge.to.kind,
    toId: edge.to.id,
    how: edge.how,
  };
  await tx.lineageEdge.upsert({
    where: { projectId_fromKind_fromId_toKind_toId_how: row },
    create: row,
    update: {},
  });
}

/** Edges into and out of one thing. */
export async function edgesOf(tx: Tx, projectId: string, node: LineageNode) {
  const [made, uses] = await Promise.all([
    tx.lineageEdge.findMany({ where: { projectId, toKind: node.kind, toId: node.id }, take: 100 }),
    tx.lineageEdge.findMany({ where: { projectId, fromKind: node.kind, fromId: node.id }, take: 100 }),
  ]);
  return { made, uses };
}

/** How many things of a kind were made of one thing. */
export function countUses(tx: Tx, projectId: string, node: LineageNode, toKind: string): Promise<number> {
  return tx.lineageEdge.count({ where: { projectId, fromKind: node.kind, fromId: node.id, toKind } });
}
