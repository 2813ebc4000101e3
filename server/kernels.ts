import { rmSync } from "node:fs";
import type { Config } from "@/lib/config";
import { AppError } from "@/lib/errors";
import type { Asker } from "@/lib/fair-queue";
import { limits } from "@/lib/limits";
import type { KernelState } from "@/lib/notebooks/kernel-protocol";
import { every } from "./every";
import { findPython, type FoundPython } from "./find-python";
import { openKernel, type Kernel } from "./kernel";

const lookEvery = 30_000;

/** A page of somebody's that has a notebook open. */
export type KernelGuest = { changed: (state: KernelState) => void };
export type KernelPlace = Asker & { notebookId: string };
type Open = {
  place: KernelPlace;
  kernel: Kernel | null;
  state: KernelState;
  guests: Set<KernelGuest>;
  leaving?: NodeJS.Timeout;
};

/** The kernels of a server: one a notebook and person, for as long as somebody needs it. */
export type Kernels = ReturnType<typeof openKernels>;

/** Keeps the kernels of a server. `folder` is theirs alone. */
export function openKernels({ config, folder }: { config: Pick<Config, "python">; folder: string }) {
  rmSync(folder, { recursive: true, force: true });
  const open = new Map<string, Open>();
  let looking: Promise<FoundPython> | null = null;
  let isStopped = false;
  /** Asked anew while there is none: somebody may be about to install it. */
  const python = async (): Promise<FoundPython> => {
    const found = await (looking ??= findPython(config));
    if ("why" in found) looking = null;
    return found;
  };
  const timer = every(
    lookEvery,
    async () => endIdle(open),
    (error) => console.error(error),
  );
  timer.unref();

  async function start(one: Open): Promise<Kernel> {
    const found = await python();
    if ("why" in found) throw refuse(one, found.why);
    if (one.kernel) return one.kernel;
    if (isStopped) throw refuse(one, "The server is stopping.");
    makeRoom(open, one);
    const kernel = openKernel({
      python: found.python,
      folder,
      changed: (state) => {
        if (state.state === "ended" && one.kernel === kernel) one.kernel = null;
        tell(one, state);
      },
    });
    one.kernel = kernel;
    tell(one, kernel.state());
    return kernel;
  }

  return {
    /** Comes to a notebook's kernel; none is started before something is asked of it. */
    enter(place: KernelPlace, guest: KernelGuest) {
      const key = `${place.projectId} ${place.notebookId} ${place.personId}`;
      const fresh: Open = { place, kernel: null, state: { state: "none" }, guests: new Set() };
      const one = open.get(key) ?? fresh;
      open.set(key, one);
      clearTimeout(one.leaving);
      one.guests.add(guest);
      guest.changed(one.state);
      return {
        /** The kernel, started where there is none. @throws {AppError} with why it cannot be had */
        kernel: () => (one.kernel ? Promise.resolve(one.kernel) : start(one)),
        now: () => one.kernel,
        end: () => one.kernel?.kill("It was ended on the page."),
        /** Leaves; a kernel waits a while for its page to come again, unless who had it lost the right to. */
        leave(isForGood: boolean): void {
          one.guests.delete(guest);
          if (one.guests.size > 0) return;
          const close = () => {
            if (open.get(key) === one) open.delete(key);
            one.kernel?.kill("Its page was closed.");
          };
          if (isForGood) return close();
          one.leaving = setTimeout(close, limits.kernelLeftMilliseconds);
          one.leaving.unref();
        },
      };
    },
    /** Process numbers of all that live, for tests that kill them. */
    pids: () => [...open.values()].flatMap(({ kernel }) => kernel?.pid ?? []),
    stop(): void {
      isStopped = true;
      clearInterval(timer);
      for (const { kernel, leaving } of open.values()) {
        clearTimeout(leaving);
        kernel?.kill("The server stopped.");
      }
    },
  };
}

function tell(one: Open, state: KernelState): void {
  one.state = state;
  for (const { changed } of one.guests) changed(state);
}

function refuse(one: Open, why: string): AppError {
  tell(one, { state: "refused", why });
  return new AppError("UNAVAILABLE", why);
}

/** Ends the person's own kernel that no page has open, where one more would be too many. */
function makeRoom(open: ReadonlyMap<string, Open>, one: Open): void {
  const { personId, projectId } = one.place;
  const running = [...open.values()].filter(({ kernel }) => kernel !== null);
  const bounds = [
    {
      of: running.filter(({ place }) => place.personId === personId),
      most: limits.kernelsOfPerson,
      who: "You",
    },
    {
      of: running.filter(({ place }) => place.projectId === projectId),
      most: limits.kernelsOfProject,
      who: "People of this project",
    },
    { of: running, most: limits.kernels, who: "People on this server" },
  ];
  for (const { of, most, who } of bounds) {
    if (of.length < most) continue;
    const left = of.find(({ place, guests }) => place.personId === personId && guests.size === 0);
    if (!left)
      throw refuse(
        one,
        `${who} run Python in ${of.length} notebooks already, and ${most} are allowed. ` +
          "Close one of them or end its Python, then run again.",
      );
    left.kernel!.kill("Another notebook needed its place.");
    left.kernel = null;
  }
}

async function endIdle(open: ReadonlyMap<string, Open>): Promise<void> {
  const oldest = Date.now() - limits.kernelIdleMilliseconds;
  for (const { kernel } of open.values())
    if (kernel && !kernel.isBusy() && kernel.idleSince() < oldest)
      kernel.kill(`Nothing ran in it for ${limits.kernelIdleMilliseconds / 60_000} minutes.`);
}
