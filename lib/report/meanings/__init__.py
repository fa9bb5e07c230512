"""What every figure means, in words and as a recipe: one module a section.

A figure is counted in one way only, and this is where that way is written down.
"""
