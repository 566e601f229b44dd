// The entries of a report, in the order in which they were made, as long as the page is open.
//
// An entry is { id, kind, title, tab, step, face, isOwn, isIn, remark, problems }, and for "shown" also { settings, blocks },
// for "question" also { key, text, choices, picked, revealed, right, sentence, note, counts }. `isOwn`: its pictures may be
// of the visitor's own face, or of what was made from a face.

import { FULL, LOST, OWN_LOST } from "./sentences.js";

const STORED = "facevae-report";

// Bytes of pictures that a report holds at most: what still goes into an e-mail.
export const MOST_BYTES = 12_000_000;

export const bytesOf = (entry) => (entry.blocks ?? []).reduce((sum, { source }) => sum + (source?.length ?? 0), 0);

// Returns an entry without its pictures and plots.
export function withoutPictures(entry) {
  return { ...entry, blocks: (entry.blocks ?? []).filter(({ kind }) => kind === "words" || kind === "table") };
}

export class Entries {
  constructor(storage, most = MOST_BYTES) {
    this.storage = storage;
    this.most = most;
    this.all = restored(storage);
    this.next = 1 + Math.max(0, ...this.all.map(({ id }) => id));
  }

  get bytes() {
    return this.all.reduce((sum, entry) => sum + bytesOf(entry), 0);
  }

  // Adds what a tab shows. The same settings of the same tab and face again take the place of what was added before. Returns
  // the entry; where its pictures do not fit any more, without them.
  addShown(shown) {
    const old = this.all.findIndex((one) => one.kind === "shown" && isSame(one, shown));
    const kept = old < 0 ? { id: this.next++, isIn: true, remark: "" } : this.all[old];
    const entry = { ...shown, id: kept.id, isIn: kept.isIn, remark: kept.remark };
    const others = this.bytes - (old < 0 ? 0 : bytesOf(kept));
    const isTooLarge = others + bytesOf(entry) > this.most;
    return this.put(old, isTooLarge ? { ...withoutPictures(entry), problems: [...entry.problems, FULL] } : entry);
  }

  // Takes a question as it stands. What was predicted before the answer was seen stays, also where it is asked again.
  addQuestion(asked) {
    const old = this.all.findIndex((one) => one.kind === "question" && one.key === asked.key && one.face === asked.face);
    if (old < 0) return this.put(old, { ...asked, id: this.next++, isIn: true, remark: "", problems: [] });
    const before = this.all[old];
    if (before.revealed && !asked.revealed) return before;
    const picked = before.revealed ? before.picked : (asked.picked ?? before.picked);
    return this.put(old, { ...before, ...asked, picked });
  }

  put(index, entry) {
    if (index < 0) this.all.push(entry);
    else this.all[index] = entry;
    this.store();
    return entry;
  }

  change(id, changed) {
    this.put(this.all.findIndex((one) => one.id === id), { ...this.all.find((one) => one.id === id), ...changed });
  }

  removeUnticked() {
    this.all = this.all.filter(({ isIn }) => isIn);
    this.store();
  }

  // What a reload of the page leaves: no pictures, and of a visitor's own face no figures either.
  store() {
    const shown = (entry) => ({ ...entry, blocks: entry.isOwn ? [] : withoutPictures(entry).blocks });
    const kept = this.all.map((entry) => (entry.kind === "question" ? entry : shown(entry)));
    try {
      this.storage.setItem(STORED, JSON.stringify(kept));
    } catch {
      // There is no room, or the browser keeps nothing: the entries are lost by a reload, as are their pictures.
    }
  }
}

function isSame(one, other) {
  const told = ({ tab, face, step, settings }) => JSON.stringify([tab, face, step?.at ?? null, settings]);
  return told(one) === told(other);
}

function restored(storage) {
  try {
    const kept = JSON.parse(storage.getItem(STORED)) ?? [];
    const withLoss = (entry) => ({ ...entry, problems: [...new Set([...entry.problems, entry.isOwn ? OWN_LOST : LOST])] });
    return kept.map((entry) => (entry.kind === "shown" ? withLoss(entry) : entry));
  } catch {
    return [];
  }
}
