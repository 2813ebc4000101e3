/** Rows as bars, the same height as what will stand there. */
export function Skeleton({ rows, columns = 4 }: { rows: number; columns?: number }) {
  return (
    <div aria-busy="true" aria-label="Waiting" role="status">
      {Array.from({ length: rows }, (_, row) => (
        <div key={row} className="skel-row">
          {Array.from({ length: columns }, (_, column) => (
            <span
              key={column}
              className="skel"
              style={{ width: `${40 + ((row * 7 + column * 13) % 50)}%` }}
            />
          ))}
        </div>
      ))}
    </div>
  );
}
