/** Folders that programs need of any system, where they are there. */
const system = ["/usr", "/lib", "/lib64", "/bin", "/etc/alternatives", "/etc/fonts", "/etc/ld.so.cache"];

/**
 * The arguments with which bubblewrap runs a program: without network, without the files of others, with a
 * folder for temporary files of its own.
 *
 * @param seen folders and files that it may read beside the system's, by absolute paths
 * @param temporaryBytes how much it may write
 */
export function confinedBy(
  bwrap: string,
  { run, seen, temporaryBytes }: { run: readonly string[]; seen: readonly string[]; temporaryBytes: number },
): string[] {
  return [
    bwrap,
    ...["--unshare-all", "--die-with-parent", "--new-session", "--cap-drop", "ALL"],
    ...["--proc", "/proc", "--dev", "/dev"],
    ...["--size", String(temporaryBytes), "--tmpfs", "/tmp"],
    ...[...new Set([...system, ...seen])].flatMap((folder) => ["--ro-bind-try", folder, folder]),
    ...["--chdir", "/tmp", "--"],
    ...run,
  ];
}
