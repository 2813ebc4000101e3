-- Answers that were kept for repeated requests may hold tokens and invitations in clear.
DELETE FROM "IdempotencyKey";
