import type { ReactNode } from "react";

/** What a page says when there is nothing yet: what it is for, and what to do next. */
export function Empty({
  title,
  children,
  actions,
}: {
  title: string;
  children: ReactNode;
  actions?: ReactNode;
}) {
  return (
    <div className="frame-empty">
      <div className="empty">
        <h2>{title}</h2>
        <p>{children}</p>
        {actions ? <div className="row">{actions}</div> : null}
      </div>
    </div>
  );
}
