// What stands before the script of every component of our own: element, props, trigger and watch come from Gradio.

const find = (selector) => element.querySelector(selector);
