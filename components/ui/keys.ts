/** Where a letter is a letter: fields, editors, and whatever calls itself a text box. */
const writing =
  "input, textarea, select, .monaco-editor, [role=textbox], [role=searchbox], [role=combobox], " +
  "[role=spinbutton]";
/** Inputs that take no letters: there a letter is still a shortcut. */
const pressed = "input:is([type=checkbox], [type=radio], [type=button], [type=submit], [type=reset])";

/** The element that a key goes into, also where it lies inside a shadow root. */
function targetOf(event: KeyboardEvent): Element | null {
  const [innermost] = event.composedPath();
  return innermost instanceof Element ? innermost : null;
}

/** Whether a key goes into a field or an editor, where a letter is a letter. */
export function isTyping(event: KeyboardEvent): boolean {
  const target = targetOf(event);
  if (!target || event.isComposing) return event.isComposing;
  if (target instanceof HTMLElement && target.isContentEditable) return true;
  return target.closest(writing) !== null && !target.matches(pressed);
}

const setting = "single-letter-keys";

/** Whether single letters do something; a person can switch them off. */
export function lettersAct(): boolean {
  return localStorage.getItem(setting) !== "off";
}

/** Switches single letters on or off, in this browser. */
export function setLettersAct(act: boolean): void {
  localStorage.setItem(setting, act ? "on" : "off");
  dispatchEvent(new StorageEvent("storage", { key: setting })); // a browser tells only its other tabs
}

/** Calls `listener` when that changes, in this tab or another; the answer ends it. */
export function onLettersAct(listener: () => void): () => void {
  addEventListener("storage", listener);
  return () => removeEventListener("storage", listener);
}

/**
 * Whether a page may act on a key: it stands alone, outside of fields, dialogs and menus, and nothing nearer
 * has used it. Single characters count only where the person has left them switched on.
 */
export function isShortcut(event: KeyboardEvent): boolean {
  return (
    !event.defaultPrevented &&
    !event.ctrlKey &&
    !event.metaKey &&
    !event.altKey &&
    !isTyping(event) &&
    (event.key.length > 1 || lettersAct()) &&
    document.querySelector("[role=dialog], [role=alertdialog], [role=menu]") === null
  );
}
