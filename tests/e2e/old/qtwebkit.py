"""Opens the URL of its argument in QtWebKit and stays open. Without an argument, prints the version of QtWebKit.

Pages report their results to the server; this script prints their console messages and uncaught errors.
"""

import signal
import sys

from PyQt5.QtCore import QT_VERSION_STR, QUrl
from PyQt5.QtWebKit import qWebKitVersion
from PyQt5.QtWebKitWidgets import QWebPage
from PyQt5.QtWidgets import QApplication


class Page(QWebPage):
    def javaScriptConsoleMessage(self, message, line, source):
        print(f"{message} ({source}:{line})", flush=True)


if len(sys.argv) < 2:
    print(f"QtWebKit {qWebKitVersion()} of Qt {QT_VERSION_STR}")
    sys.exit()

signal.signal(signal.SIGINT, signal.SIG_DFL)
application = QApplication(sys.argv[:1])
page = Page()
page.mainFrame().load(QUrl.fromEncoded(sys.argv[1].encode()))
sys.exit(application.exec_())
