Console.Error.WriteLine("usage: RefundDesk.Bench QUESTION");
return 1;
