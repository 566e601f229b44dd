import assert from "node:assert/strict";
import { test } from "node:test";

import { arrivalOf, mayBring } from "../../facevae/ui/photo/arrivals.js";

const transfer = ({ files = [], html = "", list = "" }) => ({
  files,
  getData: (type) => ({ "text/html": html, "text/uri-list": list })[type] ?? "",
});

test("a picture comes before any other file, and any file before an address", () => {
  const [words, picture] = [{ type: "text/plain" }, { type: "image/png" }];
  assert.deepEqual(arrivalOf(transfer({ files: [words, picture] })), { file: picture });
  assert.deepEqual(arrivalOf(transfer({ files: [words], list: "https://a.example/b.png" })), { file: words });
});

test("a picture from another page is its own address, not that of the link around it", () => {
  const html = '<a href="https://a.example/"><img class="x" src="https://a.example/b.png?c=1&amp;d=2" alt=""></a>';
  assert.deepEqual(arrivalOf(transfer({ html, list: "https://a.example/" })), { address: "https://a.example/b.png?c=1&d=2" });
});

test("an address alone is taken, comments in the list are not", () => {
  assert.deepEqual(arrivalOf(transfer({ list: "# a comment\r\nhttps://a.example/b.jpg\r\n" })), { address: "https://a.example/b.jpg" });
});

test("nothing else is an address", () => {
  for (const list of ["", "javascript:alert(1)", "file:///etc/passwd", "data:text/html,x"]) {
    assert.equal(arrivalOf(transfer({ list })), null);
  }
  assert.equal(arrivalOf(null), null);
});

test("files and addresses may bring a photo, words do not", () => {
  assert.equal(mayBring({ types: ["Files"] }), true);
  assert.equal(mayBring({ types: ["text/html", "text/uri-list"] }), true);
  assert.equal(mayBring({ types: ["text/plain"] }), false);
  assert.equal(mayBring(null), false);
});
