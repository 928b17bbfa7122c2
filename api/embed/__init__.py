"""Questions asked on other sites: the widget's script, the page for frames, oEmbed, the page that makes snippets."""
