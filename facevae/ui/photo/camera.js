// The camera: a dialog in which one sees oneself, and a file of what one saw.

const dialog = find(".bring-shoot");
const video = find(".bring-shoot video");

const stop = () => {
  for (const track of video.srcObject?.getTracks() ?? []) track.stop();
  video.srcObject = null;
};

async function openCamera() {
  find(".bring-trouble").textContent = "";
  dialog.showModal();
  try {
    const wanted = { width: { ideal: 1920 }, height: { ideal: 1440 }, facingMode: "user" };
    const stream = await navigator.mediaDevices.getUserMedia({ video: wanted });
    video.srcObject = stream;
    if (!dialog.open) stop();
  } catch {
    find(".bring-trouble").textContent = "The camera cannot be used: the browser refuses it, another program holds it, or there is none.";
  }
}

function shoot() {
  const canvas = document.createElement("canvas");
  [canvas.width, canvas.height] = [video.videoWidth, video.videoHeight];
  if (!canvas.width) return null;
  canvas.getContext("2d").drawImage(video, 0, 0);
  return new Promise((resolve) => canvas.toBlob(resolve, "image/jpeg", 0.95));
}

// Calls `take` with each photo that is taken. Browsers give the camera to safe addresses only (https, or this machine).
export function offerCamera(take) {
  const button = find(".bring-camera");
  button.hidden = !navigator.mediaDevices?.getUserMedia;
  button.addEventListener("click", openCamera);
  dialog.addEventListener("close", stop);
  find("[data-do=leave]").addEventListener("click", () => dialog.close());
  find("[data-do=shoot]").addEventListener("click", async () => {
    const file = await shoot();
    if (!file) return;
    dialog.close();
    take(file);
  });
}
