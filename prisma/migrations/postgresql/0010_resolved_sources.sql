-- AlterTable
ALTER TABLE "ModelVersion" ADD COLUMN     "resolvedSource" TEXT;

-- What each version's source means now, written down once: versions that name versions are followed to the
-- files at the end. Those that name each other in a ring have no end, and keep none.
WITH RECURSIVE refs AS (
  SELECT v."id", v."projectId", v."source",
    CASE WHEN v."source" LIKE 'models:/%' THEN ltrim(substr(v."source", 8), '/') ELSE '' END AS "path"
  FROM "ModelVersion" v
), sources AS (
  SELECT "id", "projectId", "source", rtrim("path", '0123456789') AS "front", "path",
    CASE WHEN "path" LIKE '%/%' AND NOT (substr("path", 1, 2) = 'm-' AND substr("path", 35, 1) = '/')
      AND rtrim("path", '0123456789') LIKE '%/' AND rtrim("path", '0123456789') <> "path" THEN 1 ELSE 0 END AS "named"
  FROM refs
), walk("start", "at") AS (
  SELECT "id", "id" FROM sources
  UNION
  SELECT w."start", v."id"
  FROM walk w
  JOIN sources s ON s."id" = w."at" AND s."named" = 1
  JOIN "RegisteredModel" m ON m."projectId" = s."projectId" AND m."name" = rtrim(s."front", '/')
  JOIN "ModelVersion" v ON v."modelId" = m."id"
    AND CAST(v."number" AS TEXT) = ltrim(substr(s."path", length(s."front") + 1), '0')
)
UPDATE "ModelVersion" SET "resolvedSource" = (
  SELECT s."source" FROM walk w JOIN sources s ON s."id" = w."at"
  WHERE w."start" = "ModelVersion"."id" AND s."named" = 0
);
