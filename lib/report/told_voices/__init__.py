"""Parts of the section on voices: the sample, who was not heard, what was said."""
