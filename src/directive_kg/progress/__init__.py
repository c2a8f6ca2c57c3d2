"""What the bodies report: a sheet for each of them, and the sheet that comes back into graph/progress/.

`tasks` reads what a body has to do, `sheet` lays it out, `read_sheet` takes the answer apart, `reports` makes records of
it or says what is wrong with which cell, `store` keeps them. An earlier report is never erased: the last one counts.
"""
