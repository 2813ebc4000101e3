import { integer } from "@/lib/format";
import { limits } from "@/lib/limits";

/** What of a picture may run, load or hold something that is no picture. */
const foreign = "script, style, foreignObject, iframe, object, embed, audio, video, animate, set, handler";
const pixelsPerUnit = 2;

/**
 * A chart that a cell drew, as a file that does nothing: without scripts, links and what would be fetched
 * from elsewhere, and with the fonts that its text is in.
 *
 * @throws {Error} where it is no picture
 */
export async function cleanChart(
  bytes: Uint8Array<ArrayBuffer>,
): Promise<{ svg: Blob; note: string | null }> {
  const parsed = new DOMParser().parseFromString(new TextDecoder().decode(bytes), "image/svg+xml");
  const root = parsed.documentElement;
  if (root.localName !== "svg" || parsed.querySelector("parsererror"))
    throw new Error("What the cell shows is no picture that can be saved.");
  const removed = clean(root);
  const style = parsed.createElementNS(root.namespaceURI, "style");
  style.textContent = await fontsOf(root);
  if (style.textContent !== "") root.prepend(style);
  const text = new XMLSerializer().serializeToString(parsed);
  const note = removed > 0 ? `Left out: ${integer(removed)} parts that are no picture.` : null;
  return { svg: new Blob([text], { type: "image/svg+xml" }), note };
}

/** Takes out what a picture does not need; how many elements of it could be seen. */
function clean(root: Element): number {
  let seen = 0;
  for (const element of root.querySelectorAll(foreign)) {
    if (/^(foreignObject|iframe|object|embed|audio|video)$/.test(element.localName)) seen += 1;
    element.remove();
  }
  for (const element of [root, ...root.querySelectorAll("*")])
    for (const { name, value } of [...element.attributes]) {
      const isAddress =
        /(^|:)(href|src)$/i.test(name) && !/^(#|data:image\/(png|jpeg|gif|webp)[;,])/i.test(value);
      const isFetched = /url\(\s*["']?(?!["']?#)/i.test(value);
      if (isAddress && element.localName === "image") seen += 1;
      if (isAddress || isFetched || /^on/i.test(name)) element.removeAttribute(name);
    }
  return seen;
}

/** The page's own fonts, of those that a picture names, for the characters that it has. */
async function fontsOf(root: Element): Promise<string> {
  const text = root.textContent ?? "";
  const named = new XMLSerializer().serializeToString(root);
  const faces = [...document.styleSheets].flatMap((sheet) =>
    [...sheet.cssRules].filter((rule) => rule instanceof CSSFontFaceRule),
  );
  const needed = faces.filter(({ style }) => {
    const family = style.getPropertyValue("font-family").replaceAll(/["']/g, "");
    return named.includes(family) && holdsAny(style.getPropertyValue("unicode-range"), text);
  });
  return (await Promise.all(needed.map(embedded))).join("\n");
}

/** Whether a font's range of characters holds one of a text's. */
function holdsAny(range: string, text: string): boolean {
  if (range === "") return true;
  const parts = range.split(",").map((part) => {
    const [from = "", to = from] = part.trim().replace(/^U\+/i, "").split("-");
    return [
      Number.parseInt(from.replaceAll("?", "0"), 16),
      Number.parseInt(to.replaceAll("?", "F"), 16),
    ] as const;
  });
  const codes = new Set(Array.from(text, (character) => character.codePointAt(0)!));
  return [...codes].some((code) => parts.some(([from, to]) => code >= from && code <= to));
}

async function embedded({ style, parentStyleSheet }: CSSFontFaceRule): Promise<string> {
  const source = style.getPropertyValue("src").match(/url\(["']?([^"')]+)/)?.[1];
  if (!source) return "";
  const response = await fetch(new URL(source, parentStyleSheet?.href ?? document.baseURI));
  if (!response.ok) return "";
  const bytes = new Uint8Array(await response.arrayBuffer());
  let binary = "";
  for (const byte of bytes) binary += String.fromCharCode(byte);
  const names = ["font-family", "font-style", "font-weight", "font-stretch", "unicode-range"];
  const said = names.flatMap((name) => {
    const value = style.getPropertyValue(name);
    return value === "" ? [] : [`${name}:${value}`];
  });
  return `@font-face{${said.join(";")};src:url(data:font/woff2;base64,${btoa(binary)}) format("woff2")}`;
}

/**
 * A chart as a picture of points, two for each unit of its width and height.
 *
 * @throws {Error} where it would be larger than a picture may be, with its size
 */
export async function chartPicture(svg: Blob): Promise<Blob> {
  const address = URL.createObjectURL(svg);
  try {
    const image = new Image();
    image.src = address;
    await image.decode();
    const [width, height] = [image.naturalWidth * pixelsPerUnit, image.naturalHeight * pixelsPerUnit];
    if (Math.max(width, height) > limits.savedPicturePixels)
      throw new Error(
        `The picture would have ${integer(width)} × ${integer(height)} pixels; a side may have ` +
          `${integer(limits.savedPicturePixels)}. Save it as SVG.`,
      );
    const canvas = Object.assign(document.createElement("canvas"), { width, height });
    canvas.getContext("2d")!.drawImage(image, 0, 0, width, height);
    const made = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, "image/png"));
    if (!made) throw new Error("The browser cannot make a picture of this size. Save it as SVG.");
    return made;
  } finally {
    URL.revokeObjectURL(address);
  }
}
