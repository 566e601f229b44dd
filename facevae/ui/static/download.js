// Offers a data: address as a file; runs after a handler that returned the address and the file's name.
(address, name) => {
  if (address) Object.assign(document.createElement("a"), { href: address, download: name }).click();
}
