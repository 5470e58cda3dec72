// Run by PhantomJS: opens the address that it is given, and stays. Pages report to the server by themselves; what
// they say on the console, and the errors that nobody caught, are printed.

/* global phantom, require */
var page = require('webpage').create();
var url = require('system').args[1];

page.onConsoleMessage = function (message) {
  console.log(message);
};
page.onError = function (message, trace) {
  console.log(message + '\n' + JSON.stringify(trace.slice(0, 5)));
};
page.open(url, function (status) {
  if (status === 'success') return;
  console.log(url + ': ' + status);
  phantom.exit(1);
});
