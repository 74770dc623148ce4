"""Benchmarks (``make bench``): how fast a page is read and a crawl runs, as ratios to known yardsticks."""
