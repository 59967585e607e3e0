"""The small grammar that the rule planner reads Korean and English with.

text       the user's text, folded for matching; every character knows where it came from
numbers    amounts, counts, ordinals, ratios and sizes
phrases    what a thing is called: targets without articles and particles
english    the words and the ordered rules of English, a file per group of ops
korean     the same of Korean; in both: words, cues, talk, frames, objects, looks, clauses, slips
mixed      words of one language in a sentence of the other
split      a sentence into the clauses that are steps
searches   what to look for, and where: the web, the catalogue, the thread's own versions
slots      a clause that a rule recognised into a step's target and args
asides     small talk and reasons beside a request, and what a reason was about
replies    what is asked back
"""
