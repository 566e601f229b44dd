// Faces that came as one picture, drawn one at a time.

// Where a face is in a sheet of `columns` a row: the corner and the side, in pixels of the sheet.
export function placeIn(width, columns, row, column) {
  const side = width / columns;
  return { x: column * side, y: row * side, side };
}

// Draws a face of a sheet onto a canvas, as large as the canvas is on the screen: enlarged smoothly, not in blocks.
export function drawFace(canvas, sheet, columns, row, column, most = 512) {
  const shown = Math.round((canvas.clientWidth || 128) * (window.devicePixelRatio || 1));
  const pixels = Math.min(Math.max(shown, 64), most);
  if (canvas.width !== pixels) canvas.width = canvas.height = pixels;
  const context = canvas.getContext("2d");
  Object.assign(context, { imageSmoothingEnabled: true, imageSmoothingQuality: "high" });
  const { x, y, side } = placeIn(sheet.naturalWidth, columns, row, column);
  context.drawImage(sheet, x, y, side, side, 0, 0, pixels, pixels);
}

// Loads a picture; what cannot be loaded is null.
export function loadSheet(address) {
  return new Promise((resolve) => {
    const image = new Image();
    image.onload = () => resolve(image);
    image.onerror = () => resolve(null);
    image.src = address;
  });
}
