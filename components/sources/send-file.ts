import { answerOf } from "@/components/ui/call-api";

/** Sends a file as a form does; null, or the sentence of what went wrong. */
export async function sendFile(address: string, file: File): Promise<string | null> {
  const body = new FormData();
  body.append("file", file);
  try {
    const answer = await answerOf(await fetch(address, { method: "PUT", body }));
    return answer.ok ? null : answer.message;
  } catch {
    return "The connection broke. The file was not kept; send it again.";
  }
}
