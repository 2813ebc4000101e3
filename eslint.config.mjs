import reactHooks from "eslint-plugin-react-hooks";
import tseslint from "typescript-eslint";

const functionLength = (max) => ["error", { max, skipBlankLines: true, skipComments: true }];

export default tseslint.config(
  {
    ignores: [
      ".next/",
      ".cache/",
      "dist/",
      "public/",
      "prisma/generated/",
      "node_modules/",
      "data/",
      "next-env.d.ts",
      "test-results/",
    ],
  },
  ...tseslint.configs.recommended,
  {
    files: ["**/*.ts", "**/*.tsx"],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      "@typescript-eslint/no-floating-promises": "error",
      "@typescript-eslint/switch-exhaustiveness-check": [
        "error",
        { considerDefaultExhaustiveForUnions: true },
      ],
      "@typescript-eslint/no-unused-vars": ["error", { argsIgnorePattern: "^_", varsIgnorePattern: "^_" }],
      "@typescript-eslint/no-unused-expressions": "off",
      "no-restricted-exports": ["error", { restrictDefaultExports: { direct: false } }],
    },
  },
  {
    files: ["app/**", "components/**"],
    ...reactHooks.configs.flat.recommended,
    rules: { ...reactHooks.configs.flat.recommended.rules, "max-lines-per-function": functionLength(120) },
  },
  {
    files: ["lib/**", "server/**", "engine/**", "worker/**"],
    ignores: ["**/*.test.ts"],
    rules: { "max-lines-per-function": functionLength(80) },
  },
);
