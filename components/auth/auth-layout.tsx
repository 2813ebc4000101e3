import type { FormEventHandler, ReactNode } from "react";
import { Mark } from "@/components/ui/mark";

type Props = {
  title: string;
  sentence: string;
  onSubmit: FormEventHandler<HTMLFormElement>;
  children: ReactNode;
};

/** The frame of every page that a stranger may see. */
export function AuthLayout({ title, sentence, onSubmit, children }: Props) {
  return (
    <main className="sign">
      <form data-passing onSubmit={onSubmit} aria-labelledby="door-title" noValidate>
        <div className="grid gap-3 mb-2">
          <span className="row strong">
            <Mark size={24} />
            Perihelion
          </span>
          <div>
            <h1 id="door-title">{title}</h1>
            <p className="t2">{sentence}</p>
          </div>
        </div>
        {children}
      </form>
      <footer>Perihelion · runs on your own machines</footer>
    </main>
  );
}
