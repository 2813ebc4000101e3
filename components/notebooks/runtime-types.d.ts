declare module "@observablehq/runtime" {
  export type Observer = {
    pending?: () => void;
    fulfilled?: (value: unknown) => void;
    rejected?: (error: unknown) => void;
  };

  export class Variable {
    constructor(type: number, module: Module);
    readonly ["constructor"]: typeof Variable;
    readonly _module: Module;
    readonly _shadow: Map<string, Variable>;
    define(inputs: string[], definition: unknown): this;
    define(name: string | null, inputs: string[], definition: unknown): this;
    delete(): this;
  }

  export class Module {
    variable(observer?: Observer | boolean, options?: { shadow?: Record<string, unknown> }): Variable;
  }

  export class Runtime {
    constructor(builtins?: Record<string, () => unknown>);
    module(): Module;
  }
}

declare module "@observablehq/inputs";

declare module "htl" {
  /** An element from markup; values in it are escaped, and functions become listeners. */
  export function html(parts: TemplateStringsArray, ...values: unknown[]): HTMLElement;
  export function svg(parts: TemplateStringsArray, ...values: unknown[]): SVGElement;
}
