// Offers a data: address as a file; runs after a handler that returned the address and the file's name. Through a blob,
// because browsers refuse to follow long data: addresses.
async (address, name) => {
  if (!address) return;
  const link = URL.createObjectURL(await (await fetch(address)).blob());
  Object.assign(document.createElement("a"), { href: link, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(link), 60000);
}
