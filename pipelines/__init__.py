"""What becomes of a reading: Scrapy item pipelines, one file each."""
