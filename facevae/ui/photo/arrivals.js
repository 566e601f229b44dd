// What a drop, a paste or a chooser brings.

// Returns { file } or { address } for what is to be taken for a photo, null where there is neither. A picture comes before
// any other file, but any file is taken: the server says what is wrong with it.
export function arrivalOf(transfer) {
  const files = [...(transfer?.files ?? [])];
  const file = files.find((one) => one.type.startsWith("image/")) ?? files[0];
  if (file) return { file };
  const address = pictureIn(transfer?.getData?.("text/html") ?? "") ?? linkIn(transfer?.getData?.("text/uri-list") ?? "");
  return address ? { address } : null;
}

// A picture dragged out of another page comes as the HTML around it. Nothing of it is ever put into this page.
function pictureIn(html) {
  const source = /<img\b[^>]*?\ssrc\s*=\s*(?:"([^"]*)"|'([^']*)')/i.exec(html);
  return addressOf((source?.[1] ?? source?.[2] ?? "").replaceAll("&amp;", "&"));
}

const linkIn = (list) => addressOf(list.split(/\r?\n/).find((line) => line && !line.startsWith("#")) ?? "");

const addressOf = (text) => (/^(https?:|data:image\/)/i.test(text) ? text : null);

// Whether a drag over the page may end in a photo; what it holds can be read only when it is dropped.
export const mayBring = (transfer) => [...(transfer?.types ?? [])].some((type) => type === "Files" || type === "text/uri-list");
