// Nothing: strings are not made by WebAssembly where its core does not run; see ../lib/short_strings.js.

export const shortStrings = () => false;
