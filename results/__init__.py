"""What we learned: measures, their intervals, the files and tables made of them, and the command line."""
