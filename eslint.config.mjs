import reactHooks from "eslint-plugin-react-hooks";
import tseslint from "typescript-eslint";

const functionLength = (max) => ["error", { max, skipBlankLines: true, skipComments: true }];

/** Prettier breaks code at this width; texts and comments are broken by hand. */
const lineLength = ["error", { code: 110, tabWidth: 2 }];

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
  { rules: { "max-len": lineLength } },
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
