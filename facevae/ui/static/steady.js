// A line that is cut for a moment: what is done meanwhile is sent when it is back, where Gradio would load the page again and
// lose what was made on it. Runs in <head>, before Gradio asks for anything.
(() => {
  const LOST = "facevae-lost";
  const OFFLINE = "No connection. What you do is sent as soon as it is back.";
  const LOADED_AGAIN =
    "The connection was lost, and the page had to be loaded again. Your photo and the tab are back; what was painted or set is not.";
  const EVERY = 1000;
  // The server forgets a page whose line was cut an hour ago; what it then answered would belong to another face.
  const FORGOTTEN = 50 * 60 * 1000;

  const send = window.fetch.bind(window);
  const pause = () => new Promise((resolve) => setTimeout(resolve, EVERY));
  const isOurs = (address, part) => address.includes(`/gradio_api/${part}`);

  let cutSince = null;
  let isLeaving = false;
  window.addEventListener("beforeunload", () => {
    isLeaving = true;
    setTimeout(() => {
      isLeaving = false;
    }, 5000);
  });

  function say(words) {
    let bar = document.getElementById("connection");
    if (!bar && !words) return;
    if (!bar) {
      bar = Object.assign(document.createElement("div"), { id: "connection", role: "status" });
      document.body.append(bar);
    }
    bar.textContent = words;
    bar.hidden = !words;
  }

  // Waits until the server answers. Another one than before knows nothing of this page, which then has to begin anew.
  async function back(address) {
    const root = address.slice(0, address.indexOf("/gradio_api/"));
    for (;;) {
      try {
        const answer = await send(`${root}/gradio_api/app_id`, { cache: "no-store" });
        const { app_id: now } = await answer.json();
        if (now !== window.gradio_config?.app_id) return reload();
        return;
      } catch {
        await pause();
      }
    }
  }

  function reload() {
    sessionStorage.setItem(LOST, "1");
    location.reload();
    return new Promise(() => {});
  }

  async function call(resource, options, address) {
    if (cutSince && Date.now() - cutSince > FORGOTTEN) await reload();
    for (;;) {
      try {
        return await send(resource, options);
      } catch (error) {
        if (error.name === "AbortError" || isLeaving) throw error;
        say(OFFLINE);
        await back(address);
        say("");
      }
    }
  }

  // The same answer, with a word when it breaks off.
  function watched(answer, broken) {
    const reader = answer.body.getReader();
    const body = new ReadableStream({
      async pull(to) {
        try {
          const { done, value } = await reader.read();
          if (done) to.close();
          else to.enqueue(value);
        } catch (error) {
          if (error.name !== "AbortError" && !isLeaving) broken();
          to.error(error);
        }
      },
      cancel: (reason) => reader.cancel(reason),
    });
    return new Response(body, { status: answer.status, headers: answer.headers });
  }

  // The pulse by which the server knows that the page is open. Gradio takes it up once and never again.
  async function beat(resource, options, address) {
    const lost = async () => {
      cutSince ??= Date.now();
      await back(address);
      document.dispatchEvent(new Event("facevae:back"));
      const answer = await beat(resource, options, address);
      const reader = answer.body.getReader();
      while (!(await reader.read()).done);
    };
    return watched(await call(resource, options, address), () => lost().catch(() => {}));
  }

  window.fetch = async (resource, options) => {
    const address = String(resource?.url ?? resource);
    if (isOurs(address, "heartbeat/")) return beat(resource, options, address);
    if (isOurs(address, "queue/data")) return watched(await send(resource, options), () => sessionStorage.setItem(LOST, "1"));
    if (isOurs(address, "queue/join") || isOurs(address, "run/")) return call(resource, options, address);
    return send(resource, options);
  };

  if (sessionStorage.getItem(LOST)) {
    sessionStorage.removeItem(LOST);
    window.addEventListener("load", () => {
      say(LOADED_AGAIN);
      setTimeout(() => say(""), 20000);
    });
  }
})();
