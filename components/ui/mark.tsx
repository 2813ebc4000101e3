/** The product's sign: an orbit, its sun, and the body nearest to it. */
export function Mark({ size = 20 }: { size?: number }) {
  return (
    <svg className="mark" style={{ width: size, height: size }} viewBox="0 0 20 20" aria-hidden="true">
      <ellipse
        cx="10.8"
        cy="9.6"
        rx="8"
        ry="6.1"
        transform="rotate(-30 10.8 9.6)"
        fill="none"
        stroke="currentColor"
        strokeWidth="1.5"
      />
      <circle cx="8.6" cy="10.9" r="1.9" fill="currentColor" />
      <circle cx="3.9" cy="13.6" r="2.9" fill="var(--accent-solid)" stroke="var(--bg)" strokeWidth="1.4" />
    </svg>
  );
}
