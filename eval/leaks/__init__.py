"""Does anything of an article reach somebody whom it is not for? Generated help centers, customers
and requests; every audience has words of its own (canaries) that nobody else may receive."""
