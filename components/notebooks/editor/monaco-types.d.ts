declare module "monaco-editor/editor/contrib/*";
declare module "monaco-editor/languages/definitions/*" {
  import type { languages } from "monaco-editor";
  export const conf: languages.LanguageConfiguration;
  export const language: languages.IMonarchLanguage;
}
declare module "monaco-editor/editor/editor.api.js" {
  export * from "monaco-editor";
}
