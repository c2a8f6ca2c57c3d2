"""The values that were read with doubt: listed worst first, shown beside the paper, accepted or corrected by people."""
