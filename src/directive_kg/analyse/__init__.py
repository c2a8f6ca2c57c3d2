"""What paths and counts over the whole network tell: load, bottlenecks, chains, rings, groups of bodies."""
