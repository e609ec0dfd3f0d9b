/* What a chat page does: answers come later. The widget finds those that are marked; one more is named by script. */
const more = document.getElementById("more");

function say(text, kind) {
  const turn = document.createElement("p");
  turn.className = kind;
  turn.textContent = text;
  more.append(turn);
  return turn;
}

document.getElementById("ask").addEventListener("click", () => {
  say("And 3 times 4?", "user").dataset.huiliuRole = "user";
  const answer = say("", "answer");
  answer.dataset.huiliuAnswer = "";
  setTimeout(() => answer.append("3 times 4 is 12."), 100);
});

document.getElementById("compare").addEventListener("click", () => {
  const conversation = [
    { role: "user", content: "Name a river." },
    { role: "assistant", content: "The Alps." },
  ];
  window.Huiliu.attach({ element: say("The Alps.", "answer"), conversation, target: 1, model: "river", version: "0.9" });
});
