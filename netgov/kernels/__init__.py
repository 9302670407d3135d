"""Exact computations behind the measures: arrays in, arrays out, no frame and no name.

What a measure is called and means stands on its card in `measures`; how it is counted, fast
and in bounded memory, stands here, one file a matter.
"""
