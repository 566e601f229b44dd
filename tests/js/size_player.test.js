import assert from "node:assert/strict";
import { mock, test } from "node:test";

import { Player } from "../../facevae/ui/tabs/size/player.js";

test("a player shows each frame once and says when it has ended", () => {
  mock.timers.enable({ apis: ["setInterval"] });
  const seen = [];
  let ended = 0;
  const player = new Player(100, (frame) => seen.push(frame), () => { ended += 1; });
  player.play(3, 6);
  assert.equal(player.isPlaying, true);
  mock.timers.tick(1000);
  assert.deepEqual(seen, [3, 4, 5, 6]);
  assert.equal(player.isPlaying, false);
  assert.equal(ended, 1);
  player.play(0, 9);
  mock.timers.tick(100);
  player.show(8);
  mock.timers.tick(1000);
  assert.deepEqual(seen.slice(4), [0, 1, 8]);
  mock.timers.reset();
});
