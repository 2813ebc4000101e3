import { expect, test } from "vitest";
import { el, toHtml } from "./markup";

test("text is never taken for markup, in an element or an attribute", () => {
  const hostile = `<script>alert("x")</script>&'`;
  expect(toHtml(el("p", { title: hostile }, hostile, null, false, ["a", el("strong", {}, "b")]))).toBe(
    '<p title="&lt;script&gt;alert(&quot;x&quot;)&lt;/script&gt;&amp;&#39;">' +
      "&lt;script&gt;alert(&quot;x&quot;)&lt;/script&gt;&amp;&#39;a<strong>b</strong></p>",
  );
});
