-- CreateTable
CREATE TABLE "Group" (
    "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "projectId" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "description" TEXT,
    "createdAt" DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP
);

-- CreateTable
CREATE TABLE "GroupMember" (
    "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "groupId" INTEGER NOT NULL,
    "userId" TEXT NOT NULL,
    CONSTRAINT "GroupMember_groupId_fkey" FOREIGN KEY ("groupId") REFERENCES "Group" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- RedefineTables
CREATE TABLE "new_grants" (
    "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "projectId" TEXT NOT NULL,
    "subjectKind" TEXT NOT NULL,
    "subjectId" TEXT NOT NULL,
    "scopeKind" TEXT NOT NULL,
    "scopeId" TEXT NOT NULL,
    "effect" TEXT NOT NULL,
    "role" TEXT NOT NULL,
    "clientWord" TEXT,
    "createdAt" DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "createdBy" TEXT NOT NULL
);
INSERT INTO "new_grants" ("createdAt", "createdBy", "effect", "projectId", "role", "scopeId", "scopeKind", "subjectId", "subjectKind") SELECT "createdAt", "createdBy", "effect", "projectId", "role", "scopeId", "scopeKind", "subjectId", "subjectKind" FROM "grants";
DROP TABLE "grants";
ALTER TABLE "new_grants" RENAME TO "grants";
CREATE INDEX "grants_projectId_idx" ON "grants"("projectId");
CREATE UNIQUE INDEX "grants_subjectKind_subjectId_scopeKind_scopeId_effect_key" ON "grants"("subjectKind", "subjectId", "scopeKind", "scopeId", "effect");

-- CreateIndex
CREATE UNIQUE INDEX "Group_projectId_name_key" ON "Group"("projectId", "name");

-- CreateIndex
CREATE INDEX "GroupMember_userId_idx" ON "GroupMember"("userId");

-- CreateIndex
CREATE UNIQUE INDEX "GroupMember_groupId_userId_key" ON "GroupMember"("groupId", "userId");
