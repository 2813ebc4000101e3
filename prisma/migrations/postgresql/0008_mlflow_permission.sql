-- RenameColumn
ALTER TABLE "grants" RENAME COLUMN "clientWord" TO "mlflowPermission";
