// A photo may be pasted or dropped anywhere on the page. Runs in <head>, before the page is there.
(() => {
  const photoOf = (transfer) => [...(transfer?.files ?? [])].find((file) => file.type.startsWith("image/"));

  function take(event, transfer) {
    const photo = photoOf(transfer);
    const input = document.querySelector("#photo input[type=file]");
    if (!photo || !input) return;
    event.preventDefault();
    const files = new DataTransfer();
    files.items.add(photo);
    input.files = files.files;
    input.dispatchEvent(new Event("change", { bubbles: true }));
    document.querySelector("#header")?.scrollIntoView({ behavior: "smooth", block: "start" });
  }

  // The upload box takes what is dropped on it by itself.
  const elsewhere = (event) => !event.target.closest?.("#photo");

  document.addEventListener("paste", (event) => elsewhere(event) && take(event, event.clipboardData));
  document.addEventListener("dragover", (event) => {
    if (elsewhere(event) && event.dataTransfer?.types.includes("Files")) event.preventDefault();
  });
  document.addEventListener("drop", (event) => elsewhere(event) && take(event, event.dataTransfer));
})();
