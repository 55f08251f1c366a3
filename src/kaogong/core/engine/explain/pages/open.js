function shown(){var at=document.getElementById(decodeURIComponent(location.hash.slice(1)));for(var d=at;d;d=d.parentElement)if(d.tagName==="DETAILS")d.open=true;if(at)at.scrollIntoView()}
addEventListener("hashchange",shown);shown();
addEventListener("beforeprint",function(){document.querySelectorAll("details").forEach(function(d){if(!d.closest(".subject")||d.closest(".subject[open]"))d.open=true})});
