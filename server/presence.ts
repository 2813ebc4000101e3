import { limits } from "@/lib/limits";
import type { Present, ToPage, Whereabouts } from "@/lib/notebooks/live-protocol";
import type { NotebookRoom } from "./notebook-room";

type Somebody = { name: string; send: (said: ToPage) => void; at: Whereabouts };
type Presence = {
  /** Says where a page's person is. */
  move: (page: string, somebody: Somebody) => void;
  leave: (page: string) => void;
};

/** Colours that people are told apart by. */
const hues = 8;
const rooms = new WeakMap<NotebookRoom, Presence>();

/** Who has a notebook open and where they are; each is told of the others, a few times a second at most. */
export function presence(room: NotebookRoom): Presence {
  const known = rooms.get(room);
  if (known) return known;
  const people = new Map<string, Somebody & { hue: number }>();
  let timer: NodeJS.Timeout | undefined;

  function tell(): void {
    timer = undefined;
    const all = [...people].map(([id, { name, hue, at }]): Present => ({ id, name, hue, ...at }));
    for (const [id, { send }] of people)
      send({ op: "people", people: all.filter((one) => one.id !== id).slice(0, limits.peopleShown) });
  }
  const tellSoon = () => void (timer ??= setTimeout(tell, limits.presenceMilliseconds).unref());
  const freeHue = () => {
    const taken = new Set([...people.values()].map(({ hue }) => hue));
    const free = Array.from({ length: hues }, (_, i) => i).find((hue) => !taken.has(hue));
    return free ?? people.size % hues;
  };
  const made: Presence = {
    move: (page, somebody) => {
      people.set(page, { ...somebody, hue: people.get(page)?.hue ?? freeHue() });
      tellSoon();
    },
    leave: (page) => {
      if (people.delete(page)) tellSoon();
    },
  };
  rooms.set(room, made);
  return made;
}
