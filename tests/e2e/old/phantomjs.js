// Run by PhantomJS: opens the URL of its argument and stays open. Pages report their results to the server; this script
// prints their console messages and uncaught errors.

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
