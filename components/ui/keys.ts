/** Whether a key goes into a field, where a letter is a letter. */
export function isTyping({ target }: KeyboardEvent): boolean {
  return (
    target instanceof HTMLElement &&
    (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName))
  );
}

const setting = "single-letter-keys";

/** Whether single letters do something; a person can switch them off. */
export function lettersAct(): boolean {
  return localStorage.getItem(setting) !== "off";
}

export function setLettersAct(act: boolean): void {
  localStorage.setItem(setting, act ? "on" : "off");
}

/** Whether a key is a letter on its own, outside of fields and dialogs, for a page to act on. */
export function isShortcut(event: KeyboardEvent): boolean {
  return (
    !event.ctrlKey &&
    !event.metaKey &&
    !event.altKey &&
    !isTyping(event) &&
    lettersAct() &&
    document.querySelector("[role=dialog]") === null
  );
}
